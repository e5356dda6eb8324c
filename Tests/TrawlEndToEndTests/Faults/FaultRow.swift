/// A row of the fault catalogue, as docs/faults.md shows it.
struct FaultRow: Sendable {
    /// Who shows that it is so.
    enum Proof: Sendable, Hashable {
        /// The cases of ``FaultSection`` with the row's number.
        case cases
        /// A test by its suite and its name.
        case test(String, String)
        /// It is about several instances, which are not part of Trawl yet.
        case scaleOut
        /// Nobody, and why.
        case notYet(String)
    }

    let number: Int
    /// What is wrong.
    let fault: String
    /// What comes of it, beside the outcomes of its cases.
    let outcome: String
    /// The exit status of a run.
    let status: String
    let proofs: [Proof]

    init(_ number: Int, _ fault: String, _ outcome: String = "", _ status: String = "3", by proofs: Proof...) {
        self.number = number
        self.fault = fault
        self.outcome = outcome
        self.status = status
        self.proofs = proofs.isEmpty ? [.cases] : proofs
    }
}
