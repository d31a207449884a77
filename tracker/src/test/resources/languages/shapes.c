#include <stdio.h>

#define LIMIT 10
#define SQUARE(x) ((x) * (x))

typedef unsigned int id_t;

typedef struct {
    int x, y;
} point_t;

typedef int (*compare_fn)(const void *, const void *);

struct circle {
    double radius;
    struct {
        int inner;
    } nested;
};

union bits {
    float f;
    unsigned u;
};

enum color { RED, GREEN };

struct circle;
extern int outside(int x);
static int count = 0;
struct circle *global_circle;

static double area(const struct circle *c) {
    return c->radius;
}

char **names(void) {
    return 0;
}

int (*pick(int which))(int) {
    return 0;
}

#ifdef EXTRA
void extra(void) {}
#else
void none(void) {}
#endif
