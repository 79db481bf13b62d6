/**
 * What every JAR of the pack needs: the address that their REST resources share, which addresses there are, how a long
 * document is sent, whether a caller's token came straight to its client, and how a line gets into the server's log.
 * Each JAR has it under a name of its own, so that none needs another, and two versions of it can be in one server.
 */
@NullMarked
package io.caregate.resource;

import org.jspecify.annotations.NullMarked;
