package io.caregate.portal.rest;

import io.caregate.portal.access.Bursts;
import io.caregate.portal.key.HostCheck;
import io.caregate.portal.option.PortalOptions;
import io.caregate.portal.serve.AppFiles;
import java.time.Clock;

/** What all requests share. */
record Portal(PortalOptions options, HostCheck hosts, AppFiles files, Clock clock, Bursts checks) {}
