package mydriver.space

/**
 * Returns every combination of [a] and [b], the last one varying fastest, as loops within loops would.
 *
 * ```
 * for ((lr, optimizer) in product(logspace(1e-3, 1e-1, 3), Optimizer.entries)) trial(Finetune(lr, optimizer))
 * ```
 *
 * Nothing is computed before it is asked for, and no list of all is made. An empty [b] or [a] gives nothing. Everything
 * but the first axis is gone through many times; a sequence that can be gone through only once cannot stand there.
 */
public fun <A, B> product(a: Iterable<A>, b: Iterable<B>): Sequence<Pair<A, B>> = product(a, b, ::Pair)

/** Returns every combination of the sequences [a] and [b]; so products of products, of zips and so on can be built. */
public fun <A, B> product(a: Sequence<A>, b: Sequence<B>): Sequence<Pair<A, B>> = product(a, b, ::Pair)

/** Returns what [point] makes of every combination of [a] and [b]; see [product]. */
public fun <A, B, P> product(a: Iterable<A>, b: Iterable<B>, point: (A, B) -> P): Sequence<P> =
    product(a.asSequence(), b.asSequence(), point)

/** Returns what [point] makes of every combination of the sequences [a] and [b]; see [product]. */
public fun <A, B, P> product(a: Sequence<A>, b: Sequence<B>, point: (A, B) -> P): Sequence<P> = a.flatMap { x ->
    b.map { y -> point(x, y) }
}

/** Returns every combination of [a], [b] and [c]; see [product]. */
public fun <A, B, C> product(a: Iterable<A>, b: Iterable<B>, c: Iterable<C>): Sequence<Triple<A, B, C>> =
    product(a, b, c, ::Triple)

/** Returns what [point] makes of every combination of [a], [b] and [c]; see [product]. */
public fun <A, B, C, P> product(
    a: Iterable<A>,
    b: Iterable<B>,
    c: Iterable<C>,
    point: (A, B, C) -> P,
): Sequence<P> = product(a.asSequence(), b.asSequence(), c.asSequence(), point)

/** Returns what [point] makes of every combination of the sequences [a], [b] and [c]; see [product]. */
public fun <A, B, C, P> product(
    a: Sequence<A>,
    b: Sequence<B>,
    c: Sequence<C>,
    point: (A, B, C) -> P,
): Sequence<P> = a.flatMap { x -> product(b, c) { y, z -> point(x, y, z) } }

/** Returns what [point] makes of every combination of [a], [b], [c] and [d]; for more axes, write loops. */
public fun <A, B, C, D, P> product(
    a: Iterable<A>,
    b: Iterable<B>,
    c: Iterable<C>,
    d: Iterable<D>,
    point: (A, B, C, D) -> P,
): Sequence<P> =
    a.asSequence().flatMap { w ->
        product(b.asSequence(), c.asSequence(), d.asSequence()) { x, y, z -> point(w, x, y, z) }
    }

/**
 * Returns the first of [a] with the first of [b], the second with the second and so on, until the shortest ends.
 *
 * ```
 * for ((lr, epochs) in zip(listOf(0.1, 0.01), listOf(10, 100))) trial(Finetune(lr, epochs))
 * ```
 */
public fun <A, B> zip(a: Iterable<A>, b: Iterable<B>): Sequence<Pair<A, B>> = zip(a, b, ::Pair)

/** Returns the sequences [a] and [b] side by side until the shortest ends; one of them may be endless. */
public fun <A, B> zip(a: Sequence<A>, b: Sequence<B>): Sequence<Pair<A, B>> = a.zip(b)

/** Returns what [point] makes of [a] and [b] side by side; see [zip]. */
public fun <A, B, P> zip(a: Iterable<A>, b: Iterable<B>, point: (A, B) -> P): Sequence<P> =
    a.asSequence().zip(b.asSequence(), point)

/** Returns what [point] makes of the sequences [a] and [b] side by side; see [zip]. */
public fun <A, B, P> zip(a: Sequence<A>, b: Sequence<B>, point: (A, B) -> P): Sequence<P> = a.zip(b, point)

/** Returns [a], [b] and [c] side by side until the shortest ends; see [zip]. */
public fun <A, B, C> zip(a: Iterable<A>, b: Iterable<B>, c: Iterable<C>): Sequence<Triple<A, B, C>> =
    zip(a, b, c, ::Triple)

/** Returns what [point] makes of [a], [b] and [c] side by side; see [zip]. */
public fun <A, B, C, P> zip(a: Iterable<A>, b: Iterable<B>, c: Iterable<C>, point: (A, B, C) -> P): Sequence<P> =
    zip(a.asSequence(), b.asSequence(), c.asSequence(), point)

/** Returns what [point] makes of the sequences [a], [b] and [c] side by side; see [zip]. */
public fun <A, B, C, P> zip(a: Sequence<A>, b: Sequence<B>, c: Sequence<C>, point: (A, B, C) -> P): Sequence<P> =
    a.zip(b).zip(c) { (x, y), z -> point(x, y, z) }

/** Returns what [point] makes of [a], [b], [c] and [d] side by side; see [zip]. */
public fun <A, B, C, D, P> zip(
    a: Iterable<A>,
    b: Iterable<B>,
    c: Iterable<C>,
    d: Iterable<D>,
    point: (A, B, C, D) -> P,
): Sequence<P> =
    zip(a.asSequence().zip(b.asSequence()), c.asSequence().zip(d.asSequence())) { (w, x), (y, z) -> point(w, x, y, z) }

/** Returns all of the first of [parts], then all of the second, and so on. */
public fun <T> concat(vararg parts: Iterable<T>): Sequence<T> = parts.asSequence().flatMap { it }

/**
 * Returns all of the first of the sequences [parts], then all of the second, and so on.
 *
 * ```
 * trials(concat(product(rates, sizes, ::Point), zip(fineRates, fineSizes, ::Point)))
 * ```
 */
public fun <T> concat(vararg parts: Sequence<T>): Sequence<T> = parts.asSequence().flatMap { it }
