using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lotse.Adapters.Database.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class OneDeliveryOfAMail : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Where two processes have taken in the same mail at once, the first of them stands for it from now on.
            migrationBuilder.Sql(
                "UPDATE deliveries SET fingerprint = NULL WHERE fingerprint IS NOT NULL AND id NOT IN "
                + "(SELECT MIN(id) FROM deliveries WHERE fingerprint IS NOT NULL GROUP BY fingerprint, community_id)");
            migrationBuilder.DropIndex(
                name: "ix_deliveries_fingerprint_community_id",
                table: "deliveries");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_fingerprint_community_id",
                table: "deliveries",
                columns: new[] { "fingerprint", "community_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_deliveries_fingerprint_community_id",
                table: "deliveries");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_fingerprint_community_id",
                table: "deliveries",
                columns: new[] { "fingerprint", "community_id" });
        }
    }
}
