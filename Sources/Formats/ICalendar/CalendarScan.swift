internal import ContentLines
internal import TextEncoding

/// One pass over the lines of a file: finds calendars and the components directly below them, and mends the nesting.
struct CalendarScan {
    let source: [UInt8]
    private(set) var calendars: [ScannedCalendar] = []
    private(set) var components: [ScannedComponent] = []
    private(set) var problems: [CalendarProblem] = []
    /// The TZIDs referred to, by number.
    private(set) var zoneNames: [[UInt8]] = []

    private var zoneNumbers: [Octets: Int] = [:]
    private var open = OpenComponents()
    private var madeCalendar: Int?
    private var currentCalendar = 0
    /// The end of the last line of the open component, if that line is free text which a broken line may belong to.
    private var textEnd: Int?
    /// Whether the last line of the open component would take the next one for the rest of its value.
    private var isDangling = false

    init(_ source: [UInt8]) {
        self.source = source
    }

    mutating func run() {
        for line in ContentLineReader(source) {
            switch line.kind {
            case .blank: continue
            case .invalid: readInvalid(line)
            case .property:
                if line.hasName("BEGIN") {
                    begin(line)
                } else if line.hasName("END") {
                    end(line)
                } else {
                    readProperty(line)
                }
            }
        }
        closeAll(at: source.count)
    }

    mutating func note(_ code: CalendarProblemCode, line: Int, _ range: Range<Int>, _ context: String) {
        problems.append(CalendarProblem(code, line: line, range, context))
    }

    private mutating func note(_ code: CalendarProblemCode, _ line: ContentLine, inComponent: Bool) {
        let problem = CalendarProblem(code, line)
        if inComponent {
            components[components.count - 1].problems.appendMerging(problem)
        } else {
            problems.appendMerging(problem)
        }
    }

    // MARK: Lines

    private mutating func readInvalid(_ line: ContentLine) {
        guard open.count >= 2 else {
            note(open.isEmpty ? .outsideComponent : .invalidLine, line, inComponent: false)
            return
        }
        if let end = textEnd {
            patch(end..<line.copyRange.lowerBound, Array(" \\n".utf8), endsLine: false)
            textEnd = line.range.upperBound
            note(.joinedLine, line, inComponent: true)
        } else {
            patch(line.range, [])
            note(.invalidLine, line, inComponent: true)
        }
    }

    private mutating func readProperty(_ line: ContentLine) {
        switch open.count {
        case 0: note(.outsideComponent, line, inComponent: false)
        case 1: readCalendarProperty(line)
        default: readComponentProperty(line)
        }
    }

    private mutating func readCalendarProperty(_ line: ContentLine) {
        if line.isDangling {
            // Behind it, the next property would be read as the rest of its value.
            note(.invalidLine, line, inComponent: false)
            return
        }
        if line.hasName("METHOD"), !line.hasGroup {
            calendars[currentCalendar].properties.method = TextDecoding.text(line.value)
            return
        }
        calendars[currentCalendar].lines.append(line.copyRange)
        calendars[currentCalendar].properties.read(line)
    }

    private mutating func readComponentProperty(_ line: ContentLine) {
        let index = components.count - 1
        textEnd = line.isFreeText ? line.range.upperBound : nil
        isDangling = line.isDangling
        if open.count == 2, !line.hasGroup {
            let isTimeZone = components[index].isTimeZone
            if line.hasName("UID"), !isTimeZone {
                readIdentifier(line)
            } else if line.hasName("TZID"), isTimeZone {
                readIdentifier(line)
            } else if line.hasName("RECURRENCE-ID"), components[index].recurrence == nil {
                let zone = line.firstParameterValue("TZID") ?? []
                components[index].recurrence = ASCII.trimmed(line.value) + [0] + zone
            }
        }
        if line.hasParameters, !components[index].isTimeZone, let zone = line.firstParameterValue("TZID") {
            let number = number(ofZone: ASCII.trimmed(zone))
            if components[index].zones.last != number { components[index].zones.append(number) }
        }
    }

    private mutating func readIdentifier(_ line: ContentLine) {
        let index = components.count - 1
        let value = ASCII.trimmed(line.value)
        if components[index].identifier.isEmpty {
            components[index].identifier = value
            components[index].identifierLine = line.copyRange
        } else if !value.isEmpty, !components[index].isTimeZone {
            note(.repeatedUID, line, inComponent: true)
        }
    }

    private mutating func number(ofZone zone: [UInt8]) -> Int {
        if let number = zoneNumbers[Octets(zone)] { return number }
        zoneNumbers[Octets(zone)] = zoneNames.count
        zoneNames.append(zone)
        return zoneNames.count - 1
    }

    // MARK: Nesting

    private mutating func begin(_ line: ContentLine) {
        let name = line.componentName
        textEnd = nil
        isDangling = false
        if name.elementsEqual("VCALENDAR".utf8) {
            closeAll(at: line.range.lowerBound)
            currentCalendar = calendars.count
            calendars.append(ScannedCalendar(lines: [line.copyRange], line: line.number))
            open.push(name)
            return
        }
        let isWellKnown = OpenComponents.isWellKnown(name)
        if isWellKnown, let outer = open.belowCalendar, OpenComponents.isWellKnown(outer) {
            // None of these contains another: the END before it is missing.
            close(downTo: 1, at: line.range.lowerBound)
        }
        if open.isEmpty {
            guard isWellKnown else {
                note(.outsideComponent, line, inComponent: false)
                return
            }
            openMadeCalendar(line)
        }
        open.push(name)
        guard open.count == 2 else { return }
        components.append(
            ScannedComponent(
                name: name, calendar: currentCalendar, line: line.number, beginLine: line.copyRange,
                range: line.copyRange))
        if calendars[currentCalendar].isMade { note(.missingCalendar, line, inComponent: true) }
    }

    private mutating func end(_ line: ContentLine) {
        let name = line.componentName
        textEnd = nil
        guard open.contains(name) else {
            // The blank line ends the value that the END has ended.
            if open.count >= 2 { patch(line.range, isDangling ? [ASCII.carriageReturn, ASCII.lineFeed] : []) }
            isDangling = false
            note(.strayEnd, line, inComponent: open.count >= 2)
            return
        }
        isDangling = false
        close(downTo: open.depth(of: name), at: line.range.lowerBound)
        guard !open.isEmpty else {
            // A made calendar went with its component; this line closes nothing.
            note(.strayEnd, line, inComponent: false)
            return
        }
        open.pop()
        if open.count == 1 {
            finishComponent(at: line.range.upperBound)
        } else if open.isEmpty {
            calendars[currentCalendar].closing = line.copyRange
        }
    }

    /// Closes components without END until `depth` are open; the lines before `offset` are theirs.
    private mutating func close(downTo depth: Int, at offset: Int) {
        var endings: [UInt8] = []
        while open.count > max(depth, 1), let name = open.innermost {
            endings += Array("END:".utf8) + name + [ASCII.carriageReturn, ASCII.lineFeed]
            open.pop()
            guard open.count == 1 || open.count == depth else { continue }
            patch(offset..<offset, endings)
            let index = components.count - 1
            components[index].problems.append(
                CalendarProblem(
                    .unterminatedComponent, line: components[index].line, components[index].beginLine,
                    TextDecoding.text(components[index].name)))
            endings = []
            if open.count == 1 { finishComponent(at: offset) }
        }
    }

    private mutating func closeAll(at offset: Int) {
        close(downTo: 1, at: offset)
        guard !open.isEmpty else { return }
        open.pop()
        if !calendars[currentCalendar].isMade {
            note(.unterminatedComponent, line: calendars[currentCalendar].line, offset..<offset, "VCALENDAR")
        }
    }

    private mutating func openMadeCalendar(_ line: ContentLine) {
        currentCalendar = madeCalendar ?? calendars.count
        if madeCalendar == nil {
            madeCalendar = currentCalendar
            calendars.append(ScannedCalendar(line: line.number, isMade: true))
        }
        open.push(Array("VCALENDAR".utf8))
    }

    private mutating func finishComponent(at end: Int) {
        let index = components.count - 1
        components[index].range = components[index].range.lowerBound..<end
        textEnd = nil
        if components[index].isTimeZone {
            noteTimeZone(index)
        } else if components[index].identifier.isEmpty {
            components[index].makeIdentifier(.missingUID, from: source)
        }
        if calendars[currentCalendar].isMade { open.pop() }
    }

    private mutating func noteTimeZone(_ index: Int) {
        let component = components[index]
        if calendars[component.calendar].zones[Octets(component.identifier)] == nil {
            calendars[component.calendar].zones[Octets(component.identifier)] = index
        } else {
            note(
                .repeatedTimeZone, line: component.line, component.range,
                TextDecoding.text(Array(component.identifier.prefix(60))))
        }
    }

    private mutating func patch(_ range: Range<Int>, _ bytes: [UInt8], endsLine: Bool = true) {
        components[components.count - 1].patches.append(PatchedRange.Patch(range, bytes, endsLine: endsLine))
    }
}
