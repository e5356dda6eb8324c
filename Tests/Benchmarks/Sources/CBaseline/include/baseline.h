// The least that a sweep over libcurl costs: C, one epoll and several multi handles a thread, and nothing kept of an
// answer but its length. What Trawl's engine is measured against.
#ifndef TRAWL_BASELINE_H
#define TRAWL_BASELINE_H

typedef struct baseline baseline;

typedef struct {
    long answers;
    long failures;
    long connections;
    long bytes;
} baseline_result;

typedef struct {
    int devices;
    int port;
    // Threads, multi handles a thread, and transfers in flight in all.
    int loops;
    int shards;
    int concurrency;
    const char *server_name;
    const char *ca_file;
    const char *path;
} baseline_options;

// A handle a device, at 127.1.0.1 and the addresses after it; NULL without memory.
baseline *baseline_create(const baseline_options *options);
// Asks every device once.
baseline_result baseline_sweep(baseline *engine);
void baseline_destroy(baseline *engine);

#endif
