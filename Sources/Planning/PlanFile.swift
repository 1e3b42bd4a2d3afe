public import Foundation

/// The form in which a plan is saved: JSON, the fields of `Plan` by their names.
public enum PlanFile {
    /// Why a file is no plan.
    public enum Fault: Error, Hashable {
        /// It is not a plan at all; the sentence says where reading stopped.
        case notAPlan(String)
        /// It was made by another version of this program.
        case version(Int)
    }

    private struct Version: Decodable { let version: Int }

    /// The bytes of a plan file.
    ///
    /// - Throws: what `JSONEncoder` throws; a plan holds nothing it cannot write.
    public static func encode(_ plan: Plan) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(plan)
    }

    /// Reads what `encode` wrote.
    public static func decode(_ data: Data) throws(Fault) -> Plan {
        do {
            let version = try JSONDecoder().decode(Version.self, from: data).version
            guard version == Plan.currentVersion else { throw Fault.version(version) }
            return try JSONDecoder().decode(Plan.self, from: data)
        } catch let fault as Fault {
            throw fault
        } catch {
            throw .notAPlan(String(describing: error))
        }
    }
}
