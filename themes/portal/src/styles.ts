import "@patternfly/react-core/dist/styles/base.css";
import "./portal.css";
