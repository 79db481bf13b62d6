package io.caregate.portal.option;

/** Whether governed realms have a portal. */
public enum PortalSwitch {
    /**
     * They have one, unless report mode is on: then only those that had one before. So a trial of the rules changes
     * nothing, and neither does a way back from them.
     */
    AUTO,
    /** They have one. */
    ON,
    /** They have none, and the portal's client is deleted. */
    OFF
}
