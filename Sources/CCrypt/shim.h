// crypt_r of libxcrypt, from Debian's libcrypt-dev: bcrypt's $2y$ among others.
#include <crypt.h>
