extension EOS {
    /// The answer to `show inventory`.
    public struct ShowInventory: Decodable, Sendable, Hashable {
        /// The chassis.
        public struct System: Decodable, Sendable, Hashable {
            /// The model.
            @LenientString public var name: String?
            /// What it is in words.
            @LenientString public var description: String?
            /// When it was made: `2024-05-13`.
            @LenientString public var mfgDate: String?
            /// The hardware's revision.
            @LenientString public var hardwareRev: String?
            /// The serial number.
            @LenientString public var serialNum: String?
        }

        /// One part in its place; an empty place has a model of `""` or none.
        public struct Part: Decodable, Sendable, Hashable {
            /// The model, of cards, transceivers and disks.
            @LenientString public var modelName: String?
            /// The same of power supplies and fans.
            @LenientString public var name: String?
            /// The same of disks in some releases.
            @LenientString public var model: String?
            /// The maker of a transceiver.
            @LenientString public var mfgName: String?
            /// The hardware's revision.
            @LenientString public var hardwareRev: String?
            /// The serial number.
            @LenientString public var serialNum: String?
        }

        /// The chassis.
        public var systemInformation: System?
        /// Supervisors, line cards and fabric modules by place.
        public var cardSlots: RowsByKey<Part>?
        /// Power supplies by place.
        public var powerSupplySlots: RowsByKey<Part>?
        /// Fan trays by place.
        public var fanTraySlots: RowsByKey<Part>?
        /// Transceivers by port.
        public var xcvrSlots: RowsByKey<Part>?
        /// Disks by place.
        public var storageDevices: RowsByKey<Part>?
    }
}

extension HardwareInventory {
    /// The parts of `show inventory`; empty places are none.
    static func eos(_ replies: inout Replies) -> [Entry] {
        guard let answer = replies.read(EOS.ShowInventory.self, at: 0) else { return [] }
        var entries: [Entry] = []
        if let chassis = answer.systemInformation {
            entries.append(
                Entry(
                    kind: .chassis,
                    name: "Chassis",
                    model: told(chassis.name),
                    serialNumber: told(chassis.serialNum),
                    revision: told(chassis.hardwareRev),
                    description: told(chassis.description)
                )
            )
        } else {
            replies.note("ShowInventory: systemInformation: found none", during: "show inventory")
        }
        entries += parts(answer.cardSlots, .module) + parts(answer.powerSupplySlots, .powerSupply)
        entries += parts(answer.fanTraySlots, .fan) + parts(answer.storageDevices, .storage)
        return entries + parts(answer.xcvrSlots, .transceiver)
    }

    private static func parts(_ slots: RowsByKey<EOS.ShowInventory.Part>?, _ kind: Kind) -> [Entry] {
        let parts = (slots?.wrappedValue ?? []).compactMap { slot -> Entry? in
            let part = slot.row
            let model = told(part.modelName) ?? told(part.name) ?? told(part.model)
            guard model != nil || told(part.serialNum) != nil else { return nil }
            // EOS numbers the ports and leaves out what they are called.
            let isNumber = slot.key.first?.isNumber == true
            return Entry(
                kind: kind,
                name: kind == .transceiver && isNumber ? "Ethernet\(slot.key)" : slot.key,
                model: model,
                serialNumber: told(part.serialNum),
                revision: told(part.hardwareRev),
                description: told(part.mfgName)
            )
        }
        return parts.sorted { NaturalOrder.precedes($0.name, $1.name) }
    }

    /// A text that says something; an empty place says `Not Inserted` or `Not Present`.
    static func told(_ text: String?) -> String? {
        guard let text, !text.saysNothing else { return nil }
        let word = text.lowercased()
        return word == "not inserted" || word == "not present" || word == "unknown" ? nil : text
    }
}
