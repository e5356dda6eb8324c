extension SimulatedSwitch {
    /// The name of an interface in this switch's words, where its API lists interfaces of every kind alike.
    func name(of interface: SimulatedInterface) -> String {
        switch interface.kind {
        case .ethernet(let port): portName(port)
        case .management:
            switch platform {
            case .eos: "Management1"
            case .junos: "em0"
            default: "eth0"
            }
        case .loopback(let number):
            switch platform {
            case .cumulus: "lo"
            case .junos: "lo\(number)"
            default: "Loopback\(number)"
            }
        case .vlan(let number):
            switch platform {
            case .cumulus: "vlan\(number)"
            case .junos: "irb.\(number)"
            default: "Vlan\(number)"
            }
        }
    }
}
