package mydriver.job;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a param that is no part of a trial's identity, such as a number of threads or a path.
 *
 * <p>Two points that differ only in such params are the same trial. It stands before a component of
 * a record or a constructor parameter of a data class; before a nested class it holds for
 * everything in it.
 *
 * <pre>{@code
 * data class Digits(val lr: Double, @NonIdentity val threads: Int = 2)
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
public @interface NonIdentity {}
