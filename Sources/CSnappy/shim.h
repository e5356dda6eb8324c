// snappy's C interface, from Debian's libsnappy-dev.
#include <snappy-c.h>
