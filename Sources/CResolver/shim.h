#pragma once
#include <stdint.h>
#include <string.h>
#include <sys/types.h>
#include <netinet/in.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <resolv.h>

/* The system's resolver and its reader of answers (resolver(3)): macros and bit fields that Swift does not import. */

enum { degoogle_dns_nothing = -1, degoogle_dns_failed = -2 };

/* Asks each name server once. With a port, a server on this machine is asked in place of the system's.
   Gives the length of the answer, or why there is none. */
static inline int degoogle_dns_ask(
    const char *name, int type, uint16_t port, int seconds, uint8_t *answer, int capacity) {
    struct __res_state state;
    memset(&state, 0, sizeof state);
    if (res_ninit(&state) != 0) return degoogle_dns_failed;
    state.retrans = seconds;
    state.retry = 1;
    if (port != 0) {
        state.nscount = 1;
        state.nsaddr_list[0].sin_family = AF_INET;
        state.nsaddr_list[0].sin_port = htons(port);
        state.nsaddr_list[0].sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    }
    int length = res_nquery(&state, name, ns_c_in, type, answer, capacity);
    int reason = state.res_h_errno;
    res_nclose(&state);
    if (length >= 0) return length < capacity ? length : capacity;
    return reason == HOST_NOT_FOUND || reason == NO_DATA ? degoogle_dns_nothing : degoogle_dns_failed;
}

/* How many records answer the question; negative for what is no answer of DNS. */
static inline int degoogle_dns_count(const uint8_t *answer, int length) {
    ns_msg message;
    return ns_initparse(answer, length, &message) == 0 ? ns_msg_count(message, ns_s_an) : -1;
}

/* Where the data of a record lies in the answer. Gives its type, or -1 where it cannot be read. */
static inline int degoogle_dns_record(const uint8_t *answer, int length, int index, int *start, int *size) {
    ns_msg message;
    ns_rr record;
    if (ns_initparse(answer, length, &message) != 0 || ns_parserr(&message, ns_s_an, index, &record) != 0) return -1;
    *start = (int)(ns_rr_rdata(record) - answer);
    *size = ns_rr_rdlen(record);
    return ns_rr_class(record) == ns_c_in ? ns_rr_type(record) : -1;
}

/* The name that begins at a place of the answer, which others may be parts of. Gives its length, or -1. */
static inline int degoogle_dns_name(const uint8_t *answer, int length, int start, char *name, int capacity) {
    return dn_expand(answer, answer + length, answer + start, name, capacity);
}
