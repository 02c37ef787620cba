using System.CommandLine;
using SmartCare.Benchmarks;
using SmartCare.Benchmarks.Brokers;
using SmartCare.Benchmarks.Soak;

var readings = new Option<int>("--readings") { Description = "Readings per second in the background.", DefaultValueFactory = _ => 1_000 };
var presses = new Option<int>("--presses") { Description = "Presses to measure.", DefaultValueFactory = _ => 500 };
var press = new Command("press", "From a press's PUBLISH to the alert at a hub client, with readings in the background.") { readings, presses };
press.SetAction((parsed, cancellation) => PressToHub.RunAsync(parsed.GetValue(readings), parsed.GetValue(presses), cancellation));

var seconds = new Option<int>("--seconds") { Description = "How long each case is measured.", DefaultValueFactory = _ => 10 };
var only = new Option<string?>("--only") { Description = "One server: ours (journaled, committed, decided), uncharted (the same without the series), open (our plain broker) or mosquitto." };
var oneCase = new Option<string?>("--case") { Description = "One case." };
only.AcceptOnlyFromAmong(Contestant.All);
oneCase.AcceptOnlyFromAmong(BrokerTable.CaseNames);
var mqtt = new Command("mqtt", "What a QoS 1 publish costs the server, side by side with Debian's Mosquitto when it is installed.") { seconds, only, oneCase };
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

var alloc = new Command("alloc", "What a PUBLISH allocates on its way into the journal.");
alloc.SetAction(_ => CodecAllocations.Run());
return await new RootCommand("Measures SmartCare. Every figure is of one run on this machine.") { press, mqtt, soak, alloc }.Parse(args).InvokeAsync();
