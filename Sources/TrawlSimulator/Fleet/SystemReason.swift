import Foundation

extension Error {
    /// Why a file or directory cannot be read, in the system's words, as `trawl` has it of every file.
    var systemReason: String {
        guard let system = (self as? CocoaError)?.underlying as? POSIXError,
            let text = unsafe strerror(system.code.rawValue)
        else { return localizedDescription }
        return unsafe String(cString: text).lowercased()
    }
}
