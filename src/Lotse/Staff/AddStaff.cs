using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Secrets;
using Lotse.Adapters.Web;
using Lotse.Staff.Account;
using Lotse.Staff.Agents;
using Lotse.Staff.Door;
using Lotse.Staff.Teams;
using Lotse.Staff.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Lotse.Staff;

public static class StaffParts
{
    /// <summary>Who may come in: by browser, by token; and who decides about it.</summary>
    public static IServiceCollection AddStaff(this IServiceCollection services, Action<StaffOptions>? tune = null)
    {
        services.AddOptions<StaffOptions>().Configure(options => tune?.Invoke(options));
        services.AddHttpContextAccessor();
        services.AddIdentityCore<AgentAccount>().AddEntityFrameworkStores<DeskDatabase>();
        services.AddSingleton<IPasswordHasher<AgentAccount>, PasswordHasher<AgentAccount>>();
        services.AddOptions<PasswordHasherOptions>().Configure<IOptions<StaffOptions>>((hasher, staff) => hasher.IterationCount = staff.Value.HashIterations);
        services.AddDataProtection().SetApplicationName(DeskKeys.Application).PersistKeysToDbContext<DeskDatabase>();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "lotse-form";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true; // The page's content policy says who may frame it.
        });
        services.AddSingleton(provider => new Throttle(provider.GetRequiredService<IOptions<StaffOptions>>().Value.TriesPerMinute));
        AddWays(services);
        services.AddSingleton<PasswordCheck>();
        services.AddScoped<SignIn>().AddScoped<SecondStep>();
        services.AddScoped<CreateApiToken>().AddScoped<TokenList>();
        services.AddSingleton<TokenUses>().AddHostedService(provider => provider.GetRequiredService<TokenUses>());
        services.AddScoped<ChangePassword>().AddScoped<ChangePreferences>().AddScoped<ChangeHabits>().AddScoped<TurnOnSecondStep>().AddScoped<AccountState>();
        services.AddScoped<AddAgent>().AddScoped<ChangeAnAgent>().AddScoped<AcceptInvite>().AddScoped<AgentList>().AddScoped<ChangeTeams>();
        return services;
    }

    /// <summary>Every endpoint of the desk needs somebody signed in unless it says otherwise with AllowAnonymous.</summary>
    public static void MapStaff(this IEndpointRouteBuilder routes)
    {
        routes.MapSignIn();
        routes.MapAccount();
        routes.MapAgents();
        routes.MapTeams();
        routes.MapStaffApi();
    }

    private static void AddWays(IServiceCollection services)
    {
        services.AddScoped<CookieCheck>();
        services.AddScoped<IAuthorizationHandler, ScopeCheck>();
        services.AddAuthentication(Ways.Any)
            .AddPolicyScheme(Ways.Any, null, options => options.ForwardDefaultSelector = http => TokenCheck.IsMeant(http.Request) ? Ways.Token : Ways.Cookie)
            .AddScheme<AuthenticationSchemeOptions, TokenCheck>(Ways.Token, null)
            .AddCookie(Ways.Cookie, options =>
            {
                Set(options.Cookie, "lotse");
                options.ExpireTimeSpan = TimeSpan.FromDays(14);
                options.SlidingExpiration = true;
                options.EventsType = typeof(CookieCheck);
            })
            .AddCookie(Ways.FirstStep, options =>
            {
                Set(options.Cookie, "lotse-step");
                options.Cookie.Path = "/sign-in";
                options.ExpireTimeSpan = TimeSpan.FromMinutes(10);
                options.SlidingExpiration = false;
            });
        var everybody = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new MayCome()).Build();
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(everybody)
            .SetFallbackPolicy(everybody)
            .AddPolicy(Signed.Admins, policy => policy.Combine(everybody).RequireRole(nameof(Domain.Tickets.Role.Admin)));
    }

    private static void Set(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.IsEssential = true;
    }
}
