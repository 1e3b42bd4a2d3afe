import Glibc
import Synchronization

/// The memory of this process.
enum Memory {
    /// Bytes in RAM now.
    static var resident: Int {
        let file = open("/proc/self/statm", O_RDONLY)
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 200)
        let count = read(file, &buffer, buffer.count)
        let words = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).split(separator: " ")
        return (words.count > 1 ? Int(words[1]) ?? 0 : 0) * sysconf(Int32(_SC_PAGESIZE))
    }

    /// Looks again and again, on a thread of its own.
    final class Watch: Sendable {
        private let state = Mutex((peak: Memory.resident, isStopped: false))

        init() {
            var thread = pthread_t()
            pthread_create(
                &thread, nil,
                { watch in
                    let watch = Unmanaged<Watch>.fromOpaque(watch!).takeRetainedValue()
                    while !watch.state.withLock({ $0.isStopped }) {
                        let now = Memory.resident
                        watch.state.withLock { $0.peak = max($0.peak, now) }
                        usleep(2000)
                    }
                    return nil
                }, Unmanaged.passRetained(self).toOpaque())
            pthread_detach(thread)
        }

        /// The most bytes in RAM since the beginning.
        func stop() -> Int {
            state.withLock { state in
                state.isStopped = true
                return state.peak
            }
        }
    }
}
