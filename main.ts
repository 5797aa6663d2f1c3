import { App } from 'cdk8s';
import { AnyEgressChart } from './examples/any-egress/chart';
import { BookinfoChart } from './examples/bookinfo/chart';
import { NginxChart } from './examples/nginx/chart';
import { OnlineBoutiqueChart } from './examples/online-boutique/chart';
import { WikipediaEgressChart } from './examples/wikipedia-egress/chart';

const app = new App();

new NginxChart(app);
new BookinfoChart(app);
new OnlineBoutiqueChart(app);
new WikipediaEgressChart(app);
new AnyEgressChart(app);

app.synth();
