internal import ArgumentParser

/// `degoogle-bench placement`: the placement beside the exact optimum and beside simpler ways to spread.
struct PlacementCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "placement",
        abstract: "Spread made-up libraries over made-up hosts, and compare.",
        discussion: """
            Prints a table for each question: whether a rule was ever broken, whether what can be placed is placed,
            how many bytes move, how even it is, and how long it takes. Ends with status 1 when a rule was broken or a
            placement wrongly refused. The optimum is computed by scipy (python3 -m pip install scipy).
            """)

    @Option(help: "How many random configurations are checked for broken rules.")
    var configurations = 10_000

    @Option(help: "How many small cases are compared with the optimum.")
    var cases = 400

    @Option(help: "The program that computes the optimum.")
    var optimum = "Tests/Benchmarks/placement-optimum.py"

    @Option(help: "How many libraries are moved about in each way; 0 for none.")
    var libraries = 40

    @Option(help: "The Python that has scipy.")
    var python = "python3"

    @Flag(help: "Only what can be wrong: no comparison with other ways, no times.")
    var check = false

    func run() throws {
        let optimum = PlacementOptimum(script: optimum, python: python)
        let rules = PlacementRules.run(configurations)
        print(rules.table)
        let agreement = try PlacementAgreement.run(cases, optimum)
        print(agreement.table)
        let movement = try PlacementMovement.run(libraries, optimum)
        if libraries > 0 { print(movement.table) }
        if !check {
            print(PlacementContest.run().table)
            print(PlacementSpeed.run().table)
            print(PlacementLibrary.run().table)
        }
        // A comparison with nothing would agree with everything.
        let isCompared = agreement.unknown * 20 <= cases
        if rules.broken > 0 || agreement.wrong > 0 || !isCompared || movement.broken > 0 { throw ExitCode.failure }
    }
}
