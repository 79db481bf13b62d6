/**
 * Compares, by their bytecode, the classes of Keycloak that the pack rests on with those of another version. It decides
 * what is a difference; a file of the repository says which differences are known and why they do no harm.
 */
@NullMarked
package io.caregate.compat;

import org.jspecify.annotations.NullMarked;
