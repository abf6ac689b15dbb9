import java.nio.file.Path
import java.util.Random
import java.util.zip.GZIPInputStream
import kotlin.io.path.inputStream
import kotlin.math.sqrt

enum class Optimizer(val slowest: Double) {
    SGD(0.02),
    ADAM(0.001),
}

class Digit(val pixels: DoubleArray, val label: Int)

/** Reads the digits and deals them out, 3 : 1 : 1, in an order that is always the same. */
fun readDigits(file: Path): List<List<Digit>> {
    val digits =
        GZIPInputStream(file.inputStream()).bufferedReader().useLines { lines ->
            lines
                .map { line -> line.split(',').map(String::toInt) }
                .map { row -> Digit(DoubleArray(64) { row[it] / 16.0 }, row[64]) }
                .toList()
                .shuffled(Random(1))
        }
    val fifth = digits.size / 5
    return listOf(digits.drop(2 * fifth), digits.take(fifth), digits.subList(fifth, 2 * fifth))
}

/** One weight matrix with the running moments that Adam needs (Kingma and Ba, 2015, algorithm 1). */
class Weights(val rows: Int, val columns: Int, random: Random) {
    val values = DoubleArray(rows * columns) { random.nextGaussian() * sqrt(2.0 / columns) }
    val gradient = DoubleArray(values.size)
    private val mean = DoubleArray(values.size)
    private val square = DoubleArray(values.size)
    private var steps = 0

    fun update(lr: Double, l2: Double, optimizer: Optimizer) {
        steps++
        val rate = lr * sqrt(1 - StrictMath.pow(0.999, steps.toDouble())) / (1 - StrictMath.pow(0.9, steps.toDouble()))
        for (i in values.indices) {
            val g = gradient[i] + l2 * values[i]
            gradient[i] = 0.0
            when (optimizer) {
                Optimizer.SGD -> values[i] -= lr * g
                Optimizer.ADAM -> {
                    mean[i] = 0.9 * mean[i] + 0.1 * g
                    square[i] = 0.999 * square[i] + 0.001 * g * g
                    values[i] -= rate * mean[i] / (sqrt(square[i]) + 1e-8)
                }
            }
        }
    }
}

/** A network with one hidden layer of rectified units and a softmax on top; each layer's last column is its bias. */
class Network(inputs: Int, private val hidden: Int, private val classes: Int, seed: Long) {
    private val random = Random(seed)
    private val below = Weights(hidden, inputs + 1, random)
    private val above = Weights(classes, hidden + 1, random)
    private val units = DoubleArray(hidden)
    private val outputs = DoubleArray(classes)

    fun train(digits: List<Digit>, lr: Double, l2: Double, optimizer: Optimizer, batch: Int = 16) {
        for (some in digits.shuffled(random).chunked(batch)) {
            for (digit in some) backward(digit, 1.0 / some.size)
            below.update(lr, l2, optimizer)
            above.update(lr, l2, optimizer)
        }
    }

    /** Returns the mean negative log-likelihood and the share of wrong answers. */
    fun evaluate(digits: List<Digit>): Pair<Double, Double> {
        var nll = 0.0
        var wrong = 0
        for (digit in digits) {
            forward(digit)
            nll -= StrictMath.log(outputs[digit.label].coerceAtLeast(1e-300))
            if (outputs.indices.maxBy { outputs[it] } != digit.label) wrong++
        }
        return nll / digits.size to wrong.toDouble() / digits.size
    }

    private fun forward(digit: Digit) {
        for (j in 0 until hidden) units[j] = layer(below, j, digit.pixels).coerceAtLeast(0.0)
        for (k in 0 until classes) outputs[k] = layer(above, k, units)
        val highest = outputs.max()
        for (k in 0 until classes) outputs[k] = StrictMath.exp(outputs[k] - highest)
        val sum = outputs.sum()
        for (k in 0 until classes) outputs[k] /= sum
    }

    private fun layer(weights: Weights, row: Int, inputs: DoubleArray): Double {
        val start = row * weights.columns
        var sum = weights.values[start + inputs.size]
        for (i in inputs.indices) sum += weights.values[start + i] * inputs[i]
        return sum
    }

    private fun backward(digit: Digit, share: Double) {
        forward(digit)
        outputs[digit.label] -= 1.0
        val errors = DoubleArray(hidden)
        for (k in 0 until classes) {
            val delta = outputs[k] * share
            val start = k * above.columns
            for (j in 0 until hidden) {
                errors[j] += delta * above.values[start + j]
                above.gradient[start + j] += delta * units[j]
            }
            above.gradient[start + hidden] += delta
        }
        for (j in 0 until hidden) {
            if (units[j] == 0.0) continue
            val start = j * below.columns
            for (i in digit.pixels.indices) below.gradient[start + i] += errors[j] * digit.pixels[i]
            below.gradient[start + digit.pixels.size] += errors[j]
        }
    }
}
