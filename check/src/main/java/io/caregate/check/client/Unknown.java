package io.caregate.check.client;

import io.caregate.check.source.Place;

/**
 * A value that cannot be checked, since something else fills it in later.
 *
 * @param client the client id
 * @param field the field as the document calls it
 * @param text what stands there, or why nothing does
 */
public record Unknown(Place place, String client, String field, String text) {}
