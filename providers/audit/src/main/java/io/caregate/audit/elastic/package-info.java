/** The sink that creates documents in Elasticsearch or OpenSearch: the requests, and the meaning of each answer. */
@NullMarked
package io.caregate.audit.elastic;

import org.jspecify.annotations.NullMarked;
