/**
 * Code that is packed into another vendor's provider JAR. It runs inside the server and uses nothing from the tests.
 */
package io.caregate.it.audit.faulty;
