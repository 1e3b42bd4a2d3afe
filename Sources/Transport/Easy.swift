internal import CCurl

/// libcurl itself, started once.
enum CurlLibrary {
    /// Whether it could be started. Naming it starts it.
    static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}

/// The options of one easy handle, with the first failure kept so that none is lost.
struct Easy {
    let handle: UnsafeMutableRawPointer
    private let isNew: Bool
    private(set) var failure = CURLE_OK

    /// - Parameter isNew: whether the handle has served no transfer yet.
    init(_ handle: UnsafeMutableRawPointer, isNew: Bool = false) {
        self.handle = handle
        self.isNew = isNew
    }

    /// Sets how much is received at a time. A used handle keeps its buffer while its HTTP/2 connection has other
    /// streams, and then libcurl refuses even the same size.
    mutating func setBufferSize(_ size: Int) { if isNew { set(CURLOPT_BUFFERSIZE, size) } }

    mutating func set(_ option: CURLoption, _ value: Int) { note(degoogle_curl_set_long(handle, option, value)) }

    mutating func set(_ option: CURLoption, _ value: Bool) { set(option, value ? 1 : 0) }

    mutating func setOffset(_ option: CURLoption, _ value: Int64) {
        note(degoogle_curl_set_offset(handle, option, curl_off_t(value)))
    }

    /// libcurl copies the text.
    mutating func set(_ option: CURLoption, _ value: String?) {
        if let value {
            note(degoogle_curl_set_string(handle, option, value))
        } else {
            note(degoogle_curl_set_string(handle, option, nil))
        }
    }

    mutating func setPointer(_ option: CURLoption, _ value: UnsafeMutableRawPointer?) {
        note(degoogle_curl_set_pointer(handle, option, value))
    }

    mutating func setFunction(_ option: CURLoption, _ value: degoogle_curl_bytes_function) {
        note(degoogle_curl_set_bytes_function(handle, option, value))
    }

    mutating func setSeekFunction(_ value: degoogle_curl_seek_function) {
        note(degoogle_curl_set_seek_function(handle, value))
    }

    mutating func setPrerequestFunction(_ value: degoogle_curl_prerequest_function) {
        note(degoogle_curl_set_prerequest_function(handle, value))
    }

    mutating func setKeyFunction(_ value: degoogle_curl_ssh_key_function) {
        note(degoogle_curl_set_ssh_key_function(handle, value))
    }

    private mutating func note(_ code: CURLcode) { if failure == CURLE_OK { failure = code } }

    /// A number about the finished transfer, 0 when there is none.
    func long(_ info: CURLINFO) -> Int {
        var value = 0
        return degoogle_curl_get_long(handle, info, &value) == CURLE_OK ? value : 0
    }

    /// A large number about the finished transfer, -1 when there is none.
    func offset(_ info: CURLINFO) -> Int64 {
        var value: curl_off_t = -1
        return degoogle_curl_get_offset(handle, info, &value) == CURLE_OK ? Int64(value) : -1
    }
}
