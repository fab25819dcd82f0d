package bbolt

import (
	"io"
	"io/fs"
)

func Open(path string, mode fs.FileMode, options *Options) (*DB, error)

type Bucket struct{}

func (b *Bucket) Bucket(name []byte) *Bucket

func (b *Bucket) CreateBucketIfNotExists(key []byte) (*Bucket, error)

func (b *Bucket) Cursor() *Cursor

func (b *Bucket) Delete(key []byte) error

func (b *Bucket) ForEach(fn func(k, v []byte) error) error

func (b *Bucket) Get(key []byte) []byte

func (b *Bucket) Put(key []byte, value []byte) error

type Cursor struct{}

type DB struct{}

func (db *DB) Batch(fn func(*Tx) error) error

func (db *DB) Begin(writable bool) (*Tx, error)

func (db *DB) Close() error

func (db *DB) Path() string

func (db *DB) Sync() error

func (db *DB) Update(fn func(*Tx) error) error

func (db *DB) View(fn func(*Tx) error) error

type Options struct{}

type Tx struct{}

func (tx *Tx) Bucket(name []byte) *Bucket

func (tx *Tx) Commit() error

func (tx *Tx) CreateBucketIfNotExists(name []byte) (*Bucket, error)

func (tx *Tx) DeleteBucket(name []byte) error

func (tx *Tx) ForEach(fn func(name []byte, b *Bucket) error) error

func (tx *Tx) Rollback() error

func (tx *Tx) Size() int64

func (tx *Tx) WriteTo(w io.Writer) (n int64, err error)
