package io.caregate.check.client;

import io.caregate.check.source.Value;

/**
 * What to write in place of one value, so that a finding is gone and nothing else is different.
 *
 * @param client the client id
 * @param field the field as the document calls it
 * @param value what is written
 * @param text what to write
 * @param plan whether it is a plan of Terraform, in which a repair would be lost
 */
public record Repair(String client, String field, Value.Scalar value, String text, boolean plan) {}
