/* Prints the numbers of three sequences, for a comparison with Java's. */
#include <stdio.h>

#include "table_random.h"

int main(void) {
    static const int64_t seeds[] = {4141, 0, -7};
    for (int i = 0; i < 3; i++) {
        struct table_random random;
        table_random_seed(&random, seeds[i]);
        struct below slot = below_of(5000);
        struct below size = below_of(992);
        struct below large = below_of(1000000);
        for (int n = 0; n < 1000; n++) {
            printf("%d ", table_random_next(&random));
            printf("%d ", table_random_below(&random, 10000));
            printf("%d ", table_random_below(&random, 10000000));
            printf("%d ", below_draw(&slot, &random));
            printf("%d ", below_draw(&size, &random));
            printf("%d\n", below_draw(&large, &random));
        }
    }
    return 0;
}
