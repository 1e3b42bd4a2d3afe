/// The name of an element or attribute: its namespace and its local part (Namespaces in XML 1.0 section 2).
public struct XMLName: Hashable, Sendable, CustomStringConvertible {
    /// The address that names the namespace; empty where there is none.
    public let namespace: String
    /// The name without prefix. A prefix that nothing declares stays part of it.
    public let local: String

    /// Puts a name together.
    public init(_ namespace: String, _ local: String) {
        self.namespace = namespace
        self.local = local
    }

    /// Clark's notation: `{DAV:}getetag`.
    public var description: String { namespace.isEmpty ? local : "{\(namespace)}\(local)" }
}

/// An attribute of an element.
public struct XMLAttribute: Hashable, Sendable {
    /// Its name; one without prefix has no namespace.
    public let name: XMLName
    /// Its value, references replaced and white space normalised (XML 1.0 section 3.3.3).
    public let value: String
}

/// The start of an element.
public struct XMLStart: Hashable, Sendable {
    /// Its name.
    public let name: XMLName
    /// Its attributes in the order of the document, without the declarations of namespaces.
    public let attributes: [XMLAttribute]

    /// The value of the attribute with a local name.
    public subscript(_ local: String) -> String? { attributes.first { $0.name.local == local }?.value }
}

/// What a document is made of, in its order.
public enum XMLToken: Hashable, Sendable {
    /// An element starts. One without content ends at once.
    case start(XMLStart)
    /// The element that was started last and has not ended ends.
    case end(XMLName)
    /// Character data, references replaced, CDATA sections included. A long text comes in several pieces.
    case text(String)
}

/// Why a document cannot be read on.
public struct XMLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Code: String, Hashable, Sendable {
        /// It is not XML, or not well-formed (XML 1.0 section 2.1).
        case notWellFormed
        /// It ends before its root element does.
        case truncated
        /// It has a document type that is not expected, or one that declares something.
        case documentType
        /// It refers to an entity nobody declared.
        case unknownEntity
        /// It is in an encoding that is not read, or its bytes are not in the encoding they should be in.
        case encoding
        /// Elements are nested too deep, or a tag is too long.
        case overLimit
    }

    /// What is wrong.
    public let code: Code
    /// How many bytes precede the place.
    public let offset: Int

    /// What is wrong, in one sentence without text from the document.
    public var description: String {
        switch code {
        case .notWellFormed: "It is no well-formed XML (byte \(offset))."
        case .truncated: "It breaks off before its end."
        case .documentType: "It has a document type that is not read."
        case .unknownEntity: "It refers to something that it does not define (byte \(offset))."
        case .encoding: "Its text is not in the encoding it should be in (byte \(offset))."
        case .overLimit: "It is nested too deep or has a tag that is too long (byte \(offset))."
        }
    }
}
