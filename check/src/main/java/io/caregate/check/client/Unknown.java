package io.caregate.check.client;

import io.caregate.check.source.Place;

/**
 * A value that cannot be checked, since something else fills it in later.
 *
 * @param client the client id
 * @param field the document's name for the field
 * @param text the text there, or why there is none
 */
public record Unknown(Place place, String client, String field, String text) {}
