package shapes

import "fmt"

const Limit = 10

const (
	Red = iota
	Green
)

var Default Shape

var (
	a, b int
	c    = 2
)

type Shape interface {
	Area() float64
}

type Circle struct {
	Radius float64
}

type Stack[T any] struct {
	items []T
}

type ID int

type Alias = Circle

func (c *Circle) Area() float64 {
	return c.Radius
}

func (Circle) Name() string { return "circle" }

func (s *Stack[T]) Push(item T) {
	s.items = append(s.items, item)
}

func New(r float64) *Circle {
	f := func() {}
	f()
	return &Circle{r}
}

func Map[T, U any](in []T, f func(T) U) []U {
	fmt.Println()
	return nil
}
