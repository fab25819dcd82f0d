package sha256

import (
	"hash"
)

func New() hash.Hash

func New224() hash.Hash

func Sum224(data []byte) [Size224]byte

func Sum256(data []byte) [Size]byte
