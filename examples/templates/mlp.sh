#!/bin/sh
# mlp.sh FILE.yaml: teaches a network with one hidden layer the sine, and saves its weights where the file says.
exec awk -F ': *' '
function random() { seed = (seed * 16807) % 2147483647; return seed / 2147483647 }
function tanh(x) { x = exp(2 * x); return (x - 1) / (x + 1) }
function sine(x) { return sin(3 * x) }
function predict(x,   i, y) {
    y = bias
    for (i = 1; i <= hidden; i++) { unit[i] = tanh(in_[i] * x + shift[i]); y += out[i] * unit[i] }
    return y
}
function learn(x,   i, error, slope) {
    error = predict(x) - sine(x)
    for (i = 1; i <= hidden; i++) {
        slope = error * out[i] * (1 - unit[i] ^ 2)
        step_out[i] = momentum * step_out[i] - rate * error * unit[i]; out[i] += step_out[i]
        step_in[i] = momentum * step_in[i] - rate * slope * x; in_[i] += step_in[i]
        step_shift[i] = momentum * step_shift[i] - rate * slope; shift[i] += step_shift[i]
    }
    step_bias = momentum * step_bias - rate * error; bias += step_bias
}
function error(from,   k, x, sum) {
    for (k = 0; k < 40; k++) { x = from + k / 20; sum += (predict(x) - sine(x)) ^ 2 }
    return sum / 40
}
{ gsub(/ /, "", $1); value[$1] = $2 }
END {
    seed = 42; hidden = value["hidden"]; rate = value["learning_rate"]; momentum = value["momentum"] + 0
    for (i = 1; i <= hidden; i++) {
        in_[i] = (2 * random() - 1) * 2; shift[i] = 2 * random() - 1; out[i] = (2 * random() - 1) * value["range"]
    }
    for (epoch = 1; epoch <= value["epochs"]; epoch++) {
        for (k = 0; k < 40; k++) learn(-1 + k / 20)
        if (epoch % 20 == 0) printf "epoch %d train %.3f valid %.3f\n", epoch, error(-1), error(-0.975)
    }
    for (i = 1; i <= hidden; i++) print in_[i], shift[i], out[i] >value["save_path"]
}' "$1"
