/// When a fault happens and which: deterministic, so that a failure can be seen again.
public struct FaultRule: Sendable {
    /// Which of the requests that match are hit.
    public enum Occurrence: Sendable {
        /// All.
        case always
        /// Every n-th, counted from 1.
        case every(Int)
        /// The n-th alone.
        case nth(Int)
        /// The first n.
        case first(Int)
        /// All but the first n.
        case after(Int)

        func hits(_ number: Int) -> Bool {
            switch self {
            case .always: true
            case .every(let n): number % n == 0
            case .nth(let n): number == n
            case .first(let n): number <= n
            case .after(let n): number > n
            }
        }
    }

    /// What goes wrong.
    public enum Action: Sendable {
        /// The answer comes later.
        case delay(milliseconds: Int)
        /// The proxy answers itself, and the server behind sees nothing.
        case status(Int, retryAfter: String? = nil)
        /// The connection ends before the server behind sees the request.
        case dropBefore
        /// The server behind has carried the request out, and the answer is lost.
        case dropAfter
        /// The connection ends after so many bytes of the body have gone to the server behind.
        case dropMid(bytes: Int)
        /// Half of the answer's body, then the end.
        case truncate
        /// One byte in the middle of the answer's body is another.
        case corrupt
        /// 200 and a page of HTML, as from the network of a hotel.
        case captivePortal
        /// A redirect to a URL.
        case redirect(to: String, status: Int = 302)
        /// Nothing, ever.
        case hang
        /// Bytes that are no HTTP.
        case garbage
        /// An answer that announces twice the bytes it has, then the end.
        case lyingLength
    }

    /// The method it is for; `nil` for all.
    public let method: String?
    /// How the target must begin.
    public let pathPrefix: String
    /// Which of those.
    public let occurrence: Occurrence
    /// What happens.
    public let action: Action

    /// Makes a rule. Of several that hit a request the first acts; each counts what matches it.
    public init(_ method: String? = nil, pathPrefix: String = "/", _ occurrence: Occurrence, _ action: Action) {
        self.method = method
        self.pathPrefix = pathPrefix
        self.occurrence = occurrence
        self.action = action
    }

    func matches(_ request: RecordedRequest) -> Bool {
        (method == nil || method == request.method) && request.target.hasPrefix(pathPrefix)
    }
}
