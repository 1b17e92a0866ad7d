using Paygress.Provider.Benchmarks;
using Paygress.Provider.Benchmarks.Micro;

if (args is ["micro", ..])
{
    return MicroRun.Run(args[1..]) ? 0 : 1;
}

// Started by tests/bench/run, which has set up all that is measured.
using var bench = new Bench(Site.FromEnvironment(), args is ["--quick"] ? Extent.Quick : Extent.Full);
return await bench.RunAsync() ? 0 : 1;
