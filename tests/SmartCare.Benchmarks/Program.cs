using System.CommandLine;
using SmartCare.Benchmarks;

var readings = new Option<int>("--readings") { Description = "Readings per second in the background.", DefaultValueFactory = _ => 1_000 };
var presses = new Option<int>("--presses") { Description = "Presses to measure.", DefaultValueFactory = _ => 500 };
var press = new Command("press", "From a press's PUBLISH to the alert at a hub client, with readings in the background.") { readings, presses };
press.SetAction((parsed, cancellation) => PressToHub.RunAsync(parsed.GetValue(readings), parsed.GetValue(presses), cancellation));
return await new RootCommand("Measures SmartCare. Every figure is of one run on this machine.") { press }.Parse(args).InvokeAsync();
