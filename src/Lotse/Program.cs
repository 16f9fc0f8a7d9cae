return await Lotse.Setup.Commands.CommandLine.RunAsync(args);
