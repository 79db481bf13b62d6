package io.caregate.portal.rest;

import io.caregate.portal.access.RateLimiter;
import io.caregate.portal.key.HostCheck;
import io.caregate.portal.option.PortalOptions;
import io.caregate.portal.webapp.AppFiles;
import java.time.Clock;

/** The objects that all requests share. */
record Portal(PortalOptions options, HostCheck hosts, AppFiles files, Clock clock, RateLimiter checks) {}
