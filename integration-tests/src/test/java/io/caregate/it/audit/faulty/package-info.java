/** What is packed into a provider JAR of another vendor; it runs inside the server and uses nothing of the tests. */
package io.caregate.it.audit.faulty;
