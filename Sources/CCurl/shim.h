#pragma once
#define CURL_DISABLE_TYPECHECK 1
#include <curl/curl.h>

/* Swift does not import variadic functions: one fixed form for each type of value that Transport passes. */

typedef size_t (*degoogle_curl_bytes_function)(char *, size_t, size_t, void *);
typedef int (*degoogle_curl_seek_function)(void *, curl_off_t, int);
typedef int (*degoogle_curl_prerequest_function)(void *, char *, char *, int, int);
typedef int (*degoogle_curl_ssh_key_function)(
    CURL *, const struct curl_khkey *, const struct curl_khkey *, enum curl_khmatch, void *);

static inline CURLcode degoogle_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode degoogle_curl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode degoogle_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode degoogle_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode degoogle_curl_set_bytes_function(
    CURL *handle, CURLoption option, degoogle_curl_bytes_function value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode degoogle_curl_set_seek_function(CURL *handle, degoogle_curl_seek_function value) {
    return curl_easy_setopt(handle, CURLOPT_SEEKFUNCTION, value);
}
static inline CURLcode degoogle_curl_set_prerequest_function(CURL *handle, degoogle_curl_prerequest_function value) {
    return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, value);
}
static inline CURLcode degoogle_curl_set_ssh_key_function(CURL *handle, degoogle_curl_ssh_key_function value) {
    return curl_easy_setopt(handle, CURLOPT_SSH_KEYFUNCTION, value);
}
static inline CURLcode degoogle_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}
static inline CURLcode degoogle_curl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}
static inline CURLMcode degoogle_curl_multi_set_long(CURLM *handle, CURLMoption option, long value) {
    return curl_multi_setopt(handle, option, value);
}
