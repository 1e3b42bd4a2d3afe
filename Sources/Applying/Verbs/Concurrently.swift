/// Does something with each input, a few at a time.
///
/// - Returns: the outputs in the order of the inputs.
func concurrently<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], width: Int, _ body: @escaping @Sendable (Input) async -> Output
) async -> [Output] {
    await withTaskGroup(of: (Int, Output).self) { tasks in
        var outputs = [Output?](repeating: nil, count: inputs.count)
        var next = 0
        for _ in 0..<min(max(1, width), inputs.count) {
            let index = next
            tasks.addTask { (index, await body(inputs[index])) }
            next += 1
        }
        while let (index, output) = await tasks.next() {
            outputs[index] = output
            if next < inputs.count {
                let index = next
                tasks.addTask { (index, await body(inputs[index])) }
                next += 1
            }
        }
        return outputs.compactMap { $0 }
    }
}

extension Array {
    /// The elements in pieces of at most `size`.
    func pieces(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
