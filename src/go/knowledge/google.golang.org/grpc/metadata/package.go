package metadata

import "context"

func AppendToOutgoingContext(ctx context.Context, kv ...string) context.Context

func FromIncomingContext(ctx context.Context) (MD, bool)

func FromOutgoingContext(ctx context.Context) (MD, bool)

func Join(mds ...MD) MD

//hindsight:keeps md
func NewIncomingContext(ctx context.Context, md MD) context.Context

//hindsight:keeps md
func NewOutgoingContext(ctx context.Context, md MD) context.Context

func New(m map[string]string) MD

func Pairs(kv ...string) MD

type MD map[string][]string

func (md MD) Append(k string, vals ...string)

func (md MD) Copy() MD

func (md MD) Delete(k string)

func (md MD) Get(k string) []string

func (md MD) Len() int

func (md MD) Set(k string, vals ...string)
