#include "baseline.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

typedef struct loop loop;

typedef struct {
    CURLM *multi;
    loop *owner;
    uint32_t index;
    int64_t deadline;  // In milliseconds; -1 for none.
} shard;

typedef struct {
    CURL *easy;
    shard *place;
    struct curl_slist *headers;
    struct curl_slist *connect_to;
    char *body;
    size_t length;
    size_t capacity;
} device;

struct loop {
    int epoll;
    int shard_count;
    shard *shards;
    int device_count;
    device *devices;
    int concurrency;
    baseline_result result;
};

struct baseline {
    int loop_count;
    loop *loops;
};

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static size_t receive_body(char *bytes, size_t size, size_t count, void *context) {
    device *device = context;
    size_t length = size * count;
    if (device->length + length > device->capacity) {
        size_t capacity = (device->length + length) * 2;
        char *larger = realloc(device->body, capacity);
        if (!larger) return 0;
        device->body = larger;
        device->capacity = capacity;
    }
    memcpy(device->body + device->length, bytes, length);
    device->length += length;
    return length;
}

static size_t receive_header(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes;
    (void)context;
    return size * count;
}

static int watch(CURL *easy, curl_socket_t socket, int what, void *context, void *known) {
    (void)easy;
    shard *place = context;
    if (what == CURL_POLL_REMOVE) {
        epoll_ctl(place->owner->epoll, EPOLL_CTL_DEL, socket, NULL);
        return 0;
    }
    struct epoll_event event = {
        .events = (what & CURL_POLL_IN ? EPOLLIN : 0) | (what & CURL_POLL_OUT ? EPOLLOUT : 0),
        .data = {.u64 = (uint64_t)place->index << 32 | (uint32_t)socket},
    };
    int likely = known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, other = known ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    if (epoll_ctl(place->owner->epoll, likely, socket, &event)) epoll_ctl(place->owner->epoll, other, socket, &event);
    if (!known) curl_multi_assign(place->multi, socket, place);
    return 0;
}

static int set_timer(CURLM *multi, long milliseconds, void *context) {
    (void)multi;
    shard *place = context;
    place->deadline = milliseconds < 0 ? -1 : now() + milliseconds;
    return 0;
}

// The options of Trawl's EasyHandle.
static int prepare(device *device, const baseline_options *options, int number) {
    CURL *easy = device->easy = curl_easy_init();
    if (!easy) return 0;
    char text[512];
    uint32_t address = 0x7F010001u + (uint32_t)number;
    snprintf(text, sizeof text, "::%u.%u.%u.%u:%d", address >> 24, address >> 16 & 255, address >> 8 & 255,
             address & 255, options->port);
    device->connect_to = curl_slist_append(NULL, text);
    device->headers = curl_slist_append(NULL, "Expect:");
    snprintf(text, sizeof text, "https://%s:%d%s", options->server_name, options->port, options->path);
    curl_easy_setopt(easy, CURLOPT_URL, text);
    curl_easy_setopt(easy, CURLOPT_CONNECT_TO, device->connect_to);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, device->headers);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, device);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, -1L);
    curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, 180L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https");
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_CAINFO, options->ca_file);
    curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, 5000L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 30000L);
    curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)16 << 20);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, device);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, receive_header);
    return device->connect_to && device->headers;
}

static int open_loop(loop *loop, const baseline_options *options) {
    loop->epoll = epoll_create1(EPOLL_CLOEXEC);
    loop->shard_count = options->shards;
    loop->shards = calloc((size_t)options->shards, sizeof(shard));
    loop->devices = calloc((size_t)(options->devices / options->loops + 1), sizeof(device));
    loop->concurrency = options->concurrency / options->loops;
    if (loop->epoll < 0 || !loop->shards || !loop->devices) return 0;
    for (int index = 0; index < loop->shard_count; index++) {
        shard *place = &loop->shards[index];
        *place = (shard){.multi = curl_multi_init(), .owner = loop, .index = (uint32_t)index, .deadline = -1};
        if (!place->multi) return 0;
        long kept = options->devices / options->loops / options->shards * 5 / 4 + 32;
        curl_multi_setopt(place->multi, CURLMOPT_MAXCONNECTS, kept);
        curl_multi_setopt(place->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
        curl_multi_setopt(place->multi, CURLMOPT_SOCKETFUNCTION, watch);
        curl_multi_setopt(place->multi, CURLMOPT_SOCKETDATA, place);
        curl_multi_setopt(place->multi, CURLMOPT_TIMERFUNCTION, set_timer);
        curl_multi_setopt(place->multi, CURLMOPT_TIMERDATA, place);
    }
    return 1;
}

baseline *baseline_create(const baseline_options *options) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    baseline *engine = calloc(1, sizeof *engine);
    if (!engine) return NULL;
    engine->loops = calloc((size_t)options->loops, sizeof(loop));
    if (!engine->loops) {
        free(engine);
        return NULL;
    }
    for (; engine->loop_count < options->loops; engine->loop_count++) {
        if (!open_loop(&engine->loops[engine->loop_count], options)) return NULL;
    }
    for (int number = 0; number < options->devices; number++) {
        loop *loop = &engine->loops[number % options->loops];
        device *device = &loop->devices[loop->device_count++];
        device->place = &loop->shards[number / options->loops % options->shards];
        if (!prepare(device, options, number)) return NULL;
    }
    return engine;
}

static void collect(loop *loop, shard *place, int *started, int *running) {
    int left;
    CURLMsg *message;
    while ((message = curl_multi_info_read(place->multi, &left))) {
        if (message->msg != CURLMSG_DONE) continue;
        CURL *easy = message->easy_handle;
        CURLcode result = message->data.result;
        long status = 0, connections = 0;
        device *device = NULL;
        curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&device);
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(easy, CURLINFO_NUM_CONNECTS, &connections);
        curl_multi_remove_handle(place->multi, easy);
        if (result == CURLE_OK && status == 200) loop->result.answers++;
        else loop->result.failures++;
        loop->result.connections += connections;
        loop->result.bytes += (long)device->length;
        (*running)--;
        if (*started < loop->device_count) {
            struct loop *owner = loop;
            device = &owner->devices[(*started)++];
            device->length = 0;
            curl_multi_add_handle(device->place->multi, device->easy);
            (*running)++;
        }
    }
}

static void *sweep(void *context) {
    loop *loop = context;
    int started = 0, running = 0, ignored;
    loop->result = (baseline_result){0};
    while (started < loop->device_count && running < loop->concurrency) {
        device *device = &loop->devices[started++];
        device->length = 0;
        curl_multi_add_handle(device->place->multi, device->easy);
        running++;
    }
    struct epoll_event events[256];
    while (running > 0) {
        int64_t earliest = -1, moment = now();
        for (int index = 0; index < loop->shard_count; index++) {
            shard *place = &loop->shards[index];
            if (place->deadline < 0) continue;
            if (place->deadline <= moment) {
                place->deadline = -1;
                curl_multi_socket_action(place->multi, CURL_SOCKET_TIMEOUT, 0, &ignored);
                collect(loop, place, &started, &running);
            }
            if (place->deadline >= 0 && (earliest < 0 || place->deadline < earliest)) earliest = place->deadline;
        }
        if (running == 0) break;
        int timeout = earliest < 0 ? -1 : earliest <= moment ? 0 : (int)(earliest - moment);
        int count = epoll_wait(loop->epoll, events, 256, timeout);
        for (int index = 0; index < count; index++) {
            shard *place = &loop->shards[events[index].data.u64 >> 32];
            uint32_t ready = events[index].events;
            int flags = (ready & EPOLLIN ? CURL_CSELECT_IN : 0) | (ready & EPOLLOUT ? CURL_CSELECT_OUT : 0)
                | (ready & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0);
            curl_multi_socket_action(place->multi, (curl_socket_t)(uint32_t)events[index].data.u64, flags, &ignored);
            collect(loop, place, &started, &running);
        }
    }
    return NULL;
}

baseline_result baseline_sweep(baseline *engine) {
    pthread_t threads[engine->loop_count];
    baseline_result sum = {0};
    for (int index = 0; index < engine->loop_count; index++) {
        if (pthread_create(&threads[index], NULL, sweep, &engine->loops[index])) {
            threads[index] = pthread_self();
            sweep(&engine->loops[index]);
        }
    }
    for (int index = 0; index < engine->loop_count; index++) {
        if (!pthread_equal(threads[index], pthread_self())) pthread_join(threads[index], NULL);
        baseline_result result = engine->loops[index].result;
        sum.answers += result.answers;
        sum.failures += result.failures;
        sum.connections += result.connections;
        sum.bytes += result.bytes;
    }
    return sum;
}

void baseline_destroy(baseline *engine) {
    for (int index = 0; index < engine->loop_count; index++) {
        loop *loop = &engine->loops[index];
        for (int number = 0; number < loop->device_count; number++) {
            device *device = &loop->devices[number];
            curl_easy_cleanup(device->easy);
            curl_slist_free_all(device->headers);
            curl_slist_free_all(device->connect_to);
            free(device->body);
        }
        for (int place = 0; place < loop->shard_count; place++) curl_multi_cleanup(loop->shards[place].multi);
        free(loop->shards);
        free(loop->devices);
        close(loop->epoll);
    }
    free(engine->loops);
    free(engine);
}
