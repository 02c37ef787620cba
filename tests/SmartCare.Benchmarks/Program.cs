using System.CommandLine;
using SmartCare.Benchmarks;
using SmartCare.Benchmarks.Activations;
using SmartCare.Benchmarks.Attacks;
using SmartCare.Benchmarks.Bridge;
using SmartCare.Benchmarks.Brokers;
using SmartCare.Benchmarks.District;
using SmartCare.Benchmarks.Falls;
using SmartCare.Benchmarks.Figures;
using SmartCare.Benchmarks.Soak;

var readings = new Option<int>("--readings") { Description = "Readings per second in the background.", DefaultValueFactory = _ => 1_000 };
var presses = new Option<int>("--presses") { Description = "Presses to measure.", DefaultValueFactory = _ => 500 };
var press = new Command("press", "From a press's PUBLISH to the alert at a hub client, with readings in the background.") { readings, presses };
press.SetAction((parsed, cancellation) => PressToHub.RunAsync(parsed.GetValue(readings), parsed.GetValue(presses), cancellation));

var seconds = new Option<int>("--seconds") { Description = "How long each case is measured.", DefaultValueFactory = _ => 10 };
var only = new Option<string?>("--only") { Description = "One server: ours (journaled, committed, decided), uncharted (the same without the series), open (our plain broker), mqttnet (MQTTnet.Server with a committed file), mqttnet-open (without) or mosquitto." };
var oneCase = new Option<string?>("--case") { Description = "One case." };
only.AcceptOnlyFromAmong(Contestant.All);
oneCase.AcceptOnlyFromAmong(BrokerTable.CaseNames);
var mqtt = new Command("mqtt", "What a QoS 1 publish costs the server, side by side with MQTTnet.Server and, when it is installed, Debian's Mosquitto.") { seconds, only, oneCase };
mqtt.SetAction(parsed => BrokerTable.RunAsync(parsed.GetValue(seconds), parsed.GetValue(only), parsed.GetValue(oneCase)));

var minutes = new Option<int>("--minutes") { Description = "How long.", DefaultValueFactory = _ => 10 };
var rate = new Option<int>("--rate") { Description = "Readings per second of the steady devices; 0: half of the most that this machine takes.", DefaultValueFactory = _ => 0 };
var connections = new Option<int>("--connections") { Description = "Devices, of which a third comes and goes.", DefaultValueFactory = _ => 300 };
connections.Validators.Add(r =>
{
    if (r.GetValueOrDefault<int>() is < 30 or > 380) r.AddError("--connections is 30 to 380, the devices of the demo home.");
});
var soak = new Command("soak", "Half of the highest rate for minutes, devices that come, break off and take over all the while: is memory flat, is nothing lost?") { minutes, rate, connections };
soak.SetAction(parsed => SoakRun.RunAsync(parsed.GetValue(minutes), parsed.GetValue(rate), parsed.GetValue(connections)));

var devices = new Option<int>("--devices") { Description = "Devices in the registry.", DefaultValueFactory = _ => 40_000 };
var gateways = new Option<int>("--gateways") { Description = "Gateways that report for them, each of its own neighbourhood.", DefaultValueFactory = _ => 400 };
gateways.Validators.Add(r =>
{
    if (r.GetValueOrDefault<int>() is < 1 or > 1_000) r.AddError("--gateways is 1 to 1,000.");
});
var each = new Option<int>("--rate") { Description = "Readings per second of all of them.", DefaultValueFactory = _ => 35_500 };
var time = new Option<int>("--seconds") { Description = "How long.", DefaultValueFactory = _ => 300 };
var district = new Command("district", "A district's devices behind gateways at an even rate on one silo: does it keep up, what does it cost, how long does a press take?") { devices, gateways, each, time };
district.SetAction((parsed, cancellation) => DistrictRun.RunAsync(
    new DistrictPlan(parsed.GetValue(devices), parsed.GetValue(gateways)), parsed.GetValue(each), parsed.GetValue(time), cancellation));

var elders = new Option<int>("--elders") { Description = "Elders in the registry.", DefaultValueFactory = _ => 709_000 };
var sitesOf = new Option<int>("--sites") { Description = "Sites that they live at.", DefaultValueFactory = _ => 200 };
var questions = new Option<int>("--questions") { Description = "How often each page is asked for.", DefaultValueFactory = _ => 200 };
var rollups = new Command("rollups", "The district's page over a district's elders: how long does a silo start, what does it cost in memory, how long does the page take?") { elders, sitesOf, questions };
rollups.SetAction(parsed => RollUpRun.RunAsync(parsed.GetValue(sitesOf), parsed.GetValue(elders), parsed.GetValue(questions)));

var grains = new Option<int>("--grains") { Description = "Devices.", DefaultValueFactory = _ => 200_000 };
grains.Validators.Add(r =>
{
    if (r.GetValueOrDefault<int>() < 1) r.AddError("--grains is at least 1.");
});
var fill = new Option<string?>("--fill") { Description = "Only fills the store in this folder.", Hidden = true };
var activations = new Command("activations", "What a device costs in memory and on disk, and how fast a silo that was started again has all of them in memory.") { grains, fill };
activations.SetAction((parsed, cancellation) => parsed.GetValue(fill) is { } folder
    ? ActivationRun.FillAsync(folder, parsed.GetValue(grains), cancellation)
    : ActivationRun.RunAsync(parsed.GetValue(grains), cancellation));

var under = new Option<Attack?>("--only") { Description = "One attack." };
var during = new Option<int>("--seconds") { Description = "How long presses are measured under each.", DefaultValueFactory = _ => 30 };
var own = new Option<int>("--devices") { Description = "Devices with passwords of their own that come back after a restart; 0: none.", DefaultValueFactory = _ => 2_000 };
var attacks = new Command("attack", "Strangers do what they can to the ports while buttons are pressed: how long does a press take, who is kept out?") { under, during, own };
attacks.SetAction(parsed => AttackRun.RunAsync(parsed.GetValue(under), parsed.GetValue(during), parsed.GetValue(own)));

var committed = new Option<bool>("--commits");
var kind = new Option<Attack>("--attack");
var port = new Option<int>("--port");
var strangers = new Option<int>("--connections");
var stranger = new Command("stranger", "The other side of an attack, a process of its own.") { kind, port, strangers };
stranger.Hidden = true;
stranger.SetAction(parsed => Stranger.RunAsync(parsed.GetValue(kind), parsed.GetValue(port), parsed.GetValue(strangers)));

var embedded = new Command("mqttnet", "MQTTnet.Server under the load of mqtt, a process of its own.") { port, committed };
embedded.Hidden = true;
embedded.SetAction(parsed => MqttNetHost.RunAsync(parsed.GetValue(port), parsed.GetValue(committed)));

var broker = new Option<string>("--broker") { Description = "A site's own broker: mosquitto or rabbitmq.", DefaultValueFactory = _ => "mosquitto" };
broker.AcceptOnlyFromAmong(BridgeRun.Brokers);
var kills = new Option<int>("--kills") { Description = "How often the silo is killed while messages come; 0: their highest rate is measured instead.", DefaultValueFactory = _ => 0 };
var messages = new Option<int>("--messages") { Description = "Messages at QoS 1.", DefaultValueFactory = _ => 300_000 };
var pace = new Option<int>("--rate") { Description = "With --kills: messages a second; without: the readings a second that are wanted.", DefaultValueFactory = _ => 30_000 };
var bridge = new Command("bridge", "Readings through a site's own broker: how many a second through one connection, and what is lost when the silo is killed.") { broker, kills, messages, pace };
bridge.SetAction(parsed => parsed.GetValue(kills) is > 0 and var times
    ? BridgeRun.KillAsync(parsed.GetValue(broker)!, parsed.GetValue(messages), parsed.GetValue(pace), times)
    : BridgeRun.RateAsync(parsed.GetValue(broker)!, parsed.GetValue(messages), parsed.GetValue(pace)));

var alloc = new Command("alloc", "What a PUBLISH allocates on its way into the journal.");
alloc.SetAction(_ => CodecAllocations.Run());

var recordings = new Option<string>("--data") { Description = "The folder of recordings.", Required = true };
var trainers = new Command("trainers", "FastTree beside LightGBM on the same falls, out of fold by person.") { recordings };
trainers.SetAction(parsed => TrainerTable.Run(parsed.GetValue(recordings)!));
var models = new Option<string>("--models") { Description = "The folder of models.", Required = true };
var score = new Command("score", "What the judgement of a burst by a learned model costs on its way in.") { models };
score.SetAction(parsed => ScoreCost.Run(parsed.GetValue(models)!));
var homes = new Option<int>("--homes") { Description = "Sites.", DefaultValueFactory = _ => 20 };
var years = new Option<int>("--years") { Description = "Years of alerts.", DefaultValueFactory = _ => 5 };
var monthly = new Option<int>("--alerts") { Description = "Alerts of a home in a month.", DefaultValueFactory = _ => 900 };
var figures = new Command("figures", "What the director's figures cost over years of simulated alerts.") { homes, years, monthly };
figures.SetAction(parsed => FigureCost.Run(parsed.GetValue(homes), parsed.GetValue(years), parsed.GetValue(monthly)));
return await new RootCommand("Measures SmartCare. Every figure is of one run on this machine.") { press, mqtt, soak, district, rollups, activations, attacks, stranger, embedded, bridge, alloc, trainers, score, figures }.Parse(args).InvokeAsync();
