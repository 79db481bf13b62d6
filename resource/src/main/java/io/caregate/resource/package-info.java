/**
 * What every REST resource of the pack needs, whichever JAR it is in: the address that they share, which addresses there
 * are, and how a long document is sent. It decides nothing about any of them. Each JAR has it under a name of its own, so
 * that none needs another, and two versions of it can be in one server.
 */
@NullMarked
package io.caregate.resource;

import org.jspecify.annotations.NullMarked;
