package io.caregate.portal.rest;

import io.caregate.portal.registration.RegistrationContext;
import io.caregate.portal.webapp.AppFiles;

/** The objects that all requests share. */
record Portal(RegistrationContext registration, AppFiles files) {}
