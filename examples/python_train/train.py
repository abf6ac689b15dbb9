"""Trains a small network to tell two spirals apart: python3 train.py FILE.ini

The file says how. Nothing but the standard library is needed.
"""
import configparser
import math
import random
import sys

config = configparser.ConfigParser()
with open(sys.argv[1]) as file:
    config.read_file(file)
model, training = config["model"], config["training"]
sizes = [int(size) for size in model["sizes"].split(",")]
activation = {"tanh": math.tanh, "relu": lambda x: max(0.0, x)}[model["activation"]]
slope = {"tanh": lambda y: 1 - y * y, "relu": lambda y: 1.0 if y > 0 else 0.0}[model["activation"]]
chance = random.Random(training.getint("seed"))


def spirals(count, noise):
    points = []
    for i in range(count):
        label, angle = i % 2, 6.0 * (i / count)
        radius, turned = 0.2 + angle / 6, angle + math.pi * label
        x = radius * math.cos(turned) + chance.gauss(0, noise)
        y = radius * math.sin(turned) + chance.gauss(0, noise)
        points.append(([x, y], label))
    chance.shuffle(points)
    return points


weights = [
    [[chance.gauss(0, 1) / math.sqrt(inputs) for _ in range(inputs + 1)] for _ in range(outputs)]
    for inputs, outputs in zip(sizes, sizes[1:])
]


def forward(point):
    layers = [point]
    for depth, layer in enumerate(weights):
        sums = [row[-1] + sum(w * x for w, x in zip(row, layers[-1])) for row in layer]
        layers.append(sums if depth == len(weights) - 1 else [activation(s) for s in sums])
    return layers


def learn(point, label, rate):
    layers = forward(point)
    chosen = 1 / (1 + math.exp(-max(-30, min(30, layers[-1][0]))))
    errors = [chosen - label]
    for depth in range(len(weights) - 1, -1, -1):
        below = layers[depth]
        passed = [
            sum(error * row[i] for error, row in zip(errors, weights[depth])) * slope(below[i])
            for i in range(len(below))
        ]
        for error, row in zip(errors, weights[depth]):
            for i, x in enumerate(below + [1.0]):
                row[i] -= rate * error * x
        errors = passed


def accuracy(points):
    return sum((forward(point)[-1][0] > 0) == (label == 1) for point, label in points) / len(points)


train, valid = spirals(120, 0.02), spirals(60, 0.04)
for epoch in range(1, training.getint("epochs") + 1):
    for point, label in train:
        learn(point, label, training.getfloat("rate"))
    if epoch % 10 == 0:
        print(f"epoch {epoch}: train {accuracy(train):.3f} valid {accuracy(valid):.3f}", flush=True)
