using Paygress.Provider.Checks;
using Paygress.Provider.Cli;
using Paygress.Provider.Configuration;
using Paygress.Provider.Hosting;

var context = CliContext.OfProcess(TimeProvider.System);
return await CommandLine.Create(context, [new RunVerb(context.Terminal), new CheckVerb(context.Terminal), new ConfigVerb(context.Terminal)]).InvokeAsync(args, CancellationToken.None);
