#!/usr/bin/env mydriver
@file:DependsOn("descent.jar")

// The job is the Java class Descent, in descent.jar; its params are the record Descent.Params.

experiment<Descent.Params>("descent") {
    database("sqlite:sweep.db?table=descent")

    grid { for (lr in listOf(1e-4, 3e-4)) for (momentum in listOf(0.0, 0.9)) trial(Descent.Params(lr, momentum, 1000)) }

    job(Descent())
}
