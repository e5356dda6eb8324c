// libcurl and what is needed of its OpenSSL for Swift: variadic functions and macros, one typed wrapper each, and the
// Linux calls that Swift's Glibc module does not export. No logic.
#ifndef TRAWL_CCURL_SHIM_H
#define TRAWL_CCURL_SHIM_H

#include <curl/curl.h>
#include <malloc.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

typedef size_t (*trawl_data_callback)(char *bytes, size_t size, size_t count, void *context);
typedef int (*trawl_prerequest_callback)(void *context, char *, char *, int, int);

static inline CURLcode trawl_easy_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode trawl_easy_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode trawl_easy_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode trawl_easy_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode trawl_easy_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode trawl_easy_set_data_callback(CURL *easy, CURLoption option, trawl_data_callback value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode trawl_easy_set_prerequest(CURL *easy, trawl_prerequest_callback value) {
    return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, value);
}
static inline CURLcode trawl_easy_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}
static inline CURLcode trawl_easy_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(easy, info, value);
}
static inline CURLcode trawl_easy_get_pointer(CURL *easy, CURLINFO info, void **value) {
    return curl_easy_getinfo(easy, info, value);
}
static inline CURLcode trawl_easy_set_tls_callback(CURL *easy, curl_ssl_ctx_callback value) {
    return curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, value);
}
static inline CURLcode trawl_easy_set_socket_callback(CURL *easy, curl_sockopt_callback value) {
    return curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, value);
}
static inline CURLcode trawl_easy_set_close_callback(CURL *easy, curl_closesocket_callback value) {
    return curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, value);
}

// The OpenSSL connection of a running transfer; null where there is none, or libcurl has another TLS library.
static inline SSL *trawl_easy_get_tls(CURL *easy) {
    struct curl_tlssessioninfo *info = NULL;
    CURLcode result = curl_easy_getinfo(easy, CURLINFO_TLS_SSL_PTR, &info);
    return result == CURLE_OK && info && info->backend == CURLSSLBACKEND_OPENSSL ? (SSL *)info->internals : NULL;
}
static inline void trawl_tls_forbid_renegotiation(SSL_CTX *context) {
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);
}
// For devices older than RFC 5746; without renegotiation there is nothing that its absence would let in.
static inline void trawl_tls_allow_old_hello(SSL_CTX *context) {
    SSL_CTX_set_options(context, SSL_OP_LEGACY_SERVER_CONNECT);
}
static inline long trawl_bio_content(BIO *bio, char **bytes) { return BIO_get_mem_data(bio, bytes); }
// As RFC 2253 has it, but the first part first, and letters beyond ASCII as they are.
static inline int trawl_bio_print_name(BIO *bio, const X509_NAME *name) {
    return X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~XN_FLAG_DN_REV & ~ASN1_STRFLGS_ESC_MSB);
}

static inline CURLMcode trawl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}
static inline CURLMcode trawl_multi_set_pointer(CURLM *multi, CURLMoption option, void *value) {
    return curl_multi_setopt(multi, option, value);
}
static inline CURLMcode trawl_multi_set_socket_callback(CURLM *multi, curl_socket_callback value) {
    return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, value);
}
static inline CURLMcode trawl_multi_set_timer_callback(CURLM *multi, curl_multi_timer_callback value) {
    return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, value);
}

// The next finished transfer of a multi handle; 0 when there is none. The message itself dies with remove_handle.
static inline int trawl_multi_next_finished(CURLM *multi, CURL **easy, CURLcode *result) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left))) {
        if (message->msg == CURLMSG_DONE) {
            *easy = message->easy_handle;
            *result = message->data.result;
            return 1;
        }
    }
    return 0;
}

static inline curl_version_info_data *trawl_version(void) { return curl_version_info(CURLVERSION_NOW); }

static inline int trawl_forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0); }

// Only glibc's allocator has these.
static inline void trawl_bound_heap(int arenas, int threshold) {
#ifdef __GLIBC__
    mallopt(M_ARENA_MAX, arenas);
    mallopt(M_MMAP_THRESHOLD, threshold);
#endif
}
static inline void trawl_trim_heap(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

static inline uint64_t trawl_epoll_data(const struct epoll_event *event) { return event->data.u64; }
static inline struct epoll_event trawl_epoll_event(uint32_t events, uint64_t data) {
    struct epoll_event event = {.events = events, .data = {.u64 = data}};
    return event;
}

#endif
