import "@patternfly/react-core/dist/styles/base.css";
import "@patternfly/react-styles/css/components/Table/table";
import "@patternfly/react-styles/css/components/Table/table-grid";
import "./portal.css";
