package md5

import (
	"hash"
)

func New() hash.Hash

func Sum(data []byte) [Size]byte
